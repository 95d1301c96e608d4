import CLI
import Glibc

exit(Innoreg.program.runProcess())
