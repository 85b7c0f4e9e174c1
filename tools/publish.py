"""Bring the built portal to where CloudFront takes it from.

python -m tools.publish --stack certfolio-staging --region eu-central-1
"""

import argparse
import json
import mimetypes
import sys
from pathlib import Path

from local import stack as stacks
from local.stack import Stack
from tools import bundle

# The host's own table of types may lack these, and `nosniff` makes browsers refuse a wrong one.
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


class NotHosted(Exception):
    """The stack was deployed with `PortalHosting=off`: there is nowhere to bring the portal."""


def configuration(stack: Stack) -> dict[str, str | int]:
    """What ``/config.json`` tells the portal of its stack."""
    found: dict[str, str | int] = {
        "apiUrl": stack.api_url,
        "region": stack.region,
        "userPoolId": stack.user_pool_id,
        "userPoolClientId": stack.client_id,
        "identityPoolId": stack.identity_pool_id,
        "maxFileBytes": stack.max_file_bytes,
    }
    if stack.endpoint:
        found |= {"cognitoEndpoint": stack.endpoint, "identityEndpoint": stack.endpoint}
    return found


def publish(stack: Stack, folder: Path = bundle.DIST) -> None:
    """Put the built portal and its configuration into the stack's bucket.

    What earlier builds put stays, for the pages that are open while this happens.

    Raises
    ------
    NotHosted
        The stack has no such bucket.
    """
    if stack.portal_bucket is None:
        raise NotHosted
    s3 = stack.client("s3")
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=stack.portal_bucket, Prefix="assets/"
    )
    there = {item["Key"] for page in pages for item in page.get("Contents", ())}
    files = (file for file in folder.rglob("*") if file.is_file())
    names = {file.relative_to(folder).as_posix(): file for file in files}
    bodies = {name: file.read_bytes() for name, file in names.items() if not name.startswith(".")}
    bodies["config.json"] = json.dumps(configuration(stack)).encode()
    # The page goes last: it never names a file that is not there yet.
    for name in sorted(bodies, key=lambda name: (name == "index.html", name)):
        # Built files carry a digest of their content in their name; everything else may change.
        lasting = name.startswith("assets/")
        if lasting and name in there:
            continue
        s3.put_object(
            Bucket=stack.portal_bucket,
            Key=name,
            Body=bodies[name],
            ContentType=mimetypes.guess_type(name)[0] or "application/octet-stream",
            CacheControl="public, max-age=31536000, immutable" if lasting else "no-cache",
        )


def main() -> int:
    """Build the portal and publish it on AWS."""
    parser = argparse.ArgumentParser(description="Publish the portal on AWS.")
    parser.add_argument("--stack", required=True, help="such as certfolio-staging")
    parser.add_argument("--region", required=True)
    arguments = parser.parse_args()
    stack = stacks.find(arguments.stack, endpoint=None, region=arguments.region)
    bundle.build_if_old()
    publish(stack)
    print(f"Published: {stack.portal_url}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
