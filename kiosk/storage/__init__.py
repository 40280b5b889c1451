"""The record's file: its lock and keys, its connections, its shape step by step."""
