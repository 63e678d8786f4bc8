"""The screens: one module for each question a worker asks."""
