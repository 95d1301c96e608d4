/// How a command ended, in the numbers of BSD's `sysexits.h`, which GNU and Linux also use.
package enum ExitCode: Int32, Sendable, CaseIterable {
  /// The work is done.
  case ok = 0
  /// The work is done and the answer is no: nothing found, or a check that failed.
  case negative = 1
  /// The command line is wrong.
  case usage = 64
  /// The input data is wrong.
  case data = 65
  /// An input file is missing or cannot be read.
  case noInput = 66
  /// Something that is needed is not there.
  case unavailable = 69
  /// A fault of the program itself.
  case software = 70
  /// An output file cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed.
  case inputOutput = 74
  /// It may work later: the database is busy.
  case temporary = 75
  /// Whoever asks is not allowed.
  case permission = 77
  /// The configuration is wrong, such as an environment variable.
  case configuration = 78

  /// What the number says, for the manual page.
  package var meaning: String {
    switch self {
    case .ok: "The work is done."
    case .negative: "The work is done and the answer is no: nothing found, or a check failed."
    case .usage: "The command line is wrong."
    case .data: "The input data is wrong."
    case .noInput: "An input file is missing or cannot be read."
    case .unavailable: "Something that is needed is not available."
    case .software: "A fault of the program itself."
    case .cannotCreate: "An output file cannot be created."
    case .inputOutput: "Reading or writing failed."
    case .temporary: "The service is busy; trying again later may help."
    case .permission: "Permission is missing."
    case .configuration: "The configuration is wrong, such as an environment variable."
    }
  }
}
