private import FoundationEssentials

extension Program {
  /// Runs the command line this process was started with.
  ///
  /// - Returns: the code to end the process with
  package func runProcess() -> Int32 {
    Descriptor.ignoreClosedPipes()
    let environment = ProcessInfo.processInfo.environment
    return run(
      Array(CommandLine.arguments.dropFirst()), environment: environment,
      terminal: .standard(environment: environment)
    ).rawValue
  }
}
