"""
django-oscar, an application that nobody made for Troth, run by `sites/examples/oscar`.

Django keeps one configuration for a process and must have it before its models are imported: hence here.
"""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.oscar.project.settings"
django.setup()
