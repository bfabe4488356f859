"""The application: the Django project with the pages, the jobs and the models that people edit."""
