"""What holds for all tests."""

from hypothesis import HealthCheck, settings

# How long drawing an example takes says something about the machine, not about the product.
settings.register_profile("certfolio", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("certfolio")
