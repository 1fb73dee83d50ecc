"""Rules: their schema, the compiler to the one compiled form, and the engine that runs it. Pure, no I/O."""
