"""Troth runs a website's privacy policy: what is promised is done, and shown to be done."""

__version__ = "0.1.0.dev0"
