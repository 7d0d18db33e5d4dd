def folded_key(name: str) -> str:
    return name.lower()
