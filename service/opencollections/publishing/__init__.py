"""Publishing: from the file a member hands in to a version that everybody reads; the only room that writes."""
