"""Measuring, never testing: what pages cost beside a floor, in the same run on the same machine."""
