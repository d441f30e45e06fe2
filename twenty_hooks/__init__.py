"""Tools for the webhooks of Twenty, the open-source CRM."""

__version__ = "0.1.0"
