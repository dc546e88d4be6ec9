"""A police force that does not exist, with planted failures and their answer key."""
