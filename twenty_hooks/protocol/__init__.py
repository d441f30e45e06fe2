"""What Twenty sends: signatures, events, objects, target URLs and networks. Pure."""
