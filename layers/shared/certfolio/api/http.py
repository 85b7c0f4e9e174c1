"""What handlers need of Powertools, whose packages are entered here and not by each of them."""

from aws_lambda_powertools.event_handler.api_gateway import Response
from aws_lambda_powertools.event_handler.openapi.params import Header, Path, Query

__all__ = ["Header", "Path", "Query", "Response"]
