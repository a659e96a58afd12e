"""What the operator declares: `policy.yaml` and `stores.yaml`, read into one checked model."""
