"""What the national registries say of a person: ANPR and the ISEE of INPS, through the PDND.

Everything here reads; nothing writes a record. `sources` is the door (it knows the settings);
the rest speaks the protocol and knows no Django.
"""
