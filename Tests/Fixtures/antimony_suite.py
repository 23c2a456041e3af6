# Turns cases of the SBML Test Suite into Antimony with the antimony library: NAME.ant for every case that it can read.
# usage: antimony_suite.py CASES_DIR OUT_DIR
import glob, os, signal, sys
import antimony

cases, out = sys.argv[1:3]


def convert(case):
    model = sorted(glob.glob(os.path.join(cases, case, case + "-sbml-l*v*.xml")))[-1]
    antimony.addDirectory(os.path.join(cases, case))
    if antimony.loadSBMLFile(model) < 0:
        return
    text = antimony.getAntimonyString(antimony.getMainModuleName())
    with open(os.path.join(out, case + ".ant"), "w") as file:
        file.write(text)


# One process a case: the library ends the program on some.
for case in sorted(os.listdir(cases)):
    if not os.path.isdir(os.path.join(cases, case)):
        continue
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        try:
            convert(case)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
