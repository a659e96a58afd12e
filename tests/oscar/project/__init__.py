"""The smallest Django project that shows the whole of django-oscar: its shop, its accounts, its dashboard."""
