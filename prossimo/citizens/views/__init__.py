"""The screens of people: looking for somebody, reading a file, writing it."""
