#!/usr/bin/env python3
"""Writes a large network as Antimony: receptors of ten kinds at the surface and inside, on which adaptors assemble in
branching order, and a cascade of enzymes below; 516 species and about 720 reactions of mass action.

    receptor_network.py >receptor_network.ant

Written for measuring speed: the numbers are fitted to nothing.
"""

KINDS = 10
COMPLEXES = 25
ADAPTORS = 8
CASCADE = ["ras", "raf", "mek", "erk"]


def adaptor(kind, child):
    return (3 * kind + child) % ADAPTORS


def main():
    write = [
        "// Written by receptor_network.py. Time in minutes, concentrations in nM.",
        "model receptor_network()",
        "  compartment cell = 1;",
        "  ligand = 0;",
        "  stimulate: at (time >= 10): ligand = 5;",
        "  withdraw: at (time >= 60): ligand = 0.1;",
        "  bind = 0.05; release = 0.4; enter = 0.08; recycle = 0.03; decay = 0.01; renew = 0.5;",
    ]
    write += [f"  on{i} = {0.004 * (1 + 0.3 * i):.4g}; off{i} = {0.3 / (1 + 0.2 * i):.4g};" for i in range(ADAPTORS)]
    write += [f"  species adaptor{i} in cell = {60 + 10 * i};" for i in range(ADAPTORS)]
    seen = {i: [] for i in range(ADAPTORS)}
    for kind in range(KINDS):
        for place in ("s", "i"):
            # Complex 0 is the receptor alone, 1 with ligand; the others carry adaptors.
            for complex_ in range(COMPLEXES):
                start = 20 + 3 * kind if (place, complex_) == ("s", 0) else 0
                write.append(f"  species r{kind}{place}{complex_} in cell = {start};")
            name = f"r{kind}{place}"
            if place == "s":
                write.append(f"  -> {name}0; renew;")
                write.append(f"  {name}0 -> {name}1; bind*ligand*{name}0 - release*{name}1;")
            else:
                write.append(f"  {name}1 -> {name}0; 2*release*{name}1;")
            for complex_ in range(2, COMPLEXES):
                parent = 1 + (complex_ - 2) // 2
                one = adaptor(kind, complex_)
                write.append(
                    f"  {name}{parent} + adaptor{one} -> {name}{complex_}; "
                    f"on{one}*{name}{parent}*adaptor{one} - off{one}*{name}{complex_};"
                )
                seen[one].append(f"{name}{complex_}")
        for complex_ in range(COMPLEXES):
            outside, inside = f"r{kind}s{complex_}", f"r{kind}i{complex_}"
            write.append(f"  {outside} -> {inside}; enter*{outside} - recycle*{inside};")
        write.append(f"  r{kind}i0 -> ; decay*r{kind}i0;")
    active = " + ".join(seen[0])
    write.append(f"  signal := ({active})/50;")
    above = "signal"
    for place, name in enumerate(CASCADE):
        write.append(f"  species {name} in cell = 100; species {name}_active in cell = 0;")
        write.append(f"  up{place} = {0.8 / (1 + place):.4g}; down{place} = {0.5 / (1 + place):.4g};")
        write.append(
            f"  {name} -> {name}_active; up{place}*{above}*{name}/(20 + {name}) - down{place}*{name}_active/(10 + {name}_active);"
        )
        above = f"{name}_active/20"
    write.append(f"  bound := {' + '.join(seen[1])};")
    write.append("end")
    print("\n".join(write))


if __name__ == "__main__":
    main()
