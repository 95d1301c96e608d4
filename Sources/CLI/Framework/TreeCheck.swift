extension Program {
  /// What is wrong with the declared tree, one sentence each; empty when all is well.
  ///
  /// A test of the tree asks for this: names that clash, a leaf without example, an example that
  /// the parser does not accept, a default that is not among the allowed values.
  package var faults: [String] {
    var faults = Self.faults(of: globalOptions, at: "global options")
    for required in ["help", "version", "quiet", "no-color"]
    where !globalOptions.contains(where: { $0.name == required && $0.isFlag }) {
      faults.append("global options: the flag --\(required) is missing")
    }
    return faults + self.faults(of: root, path: [])
  }

  private func faults(of command: Command, path: [String]) -> [String] {
    let place = ([name] + path).joined(separator: " ")
    var faults: [String] = []
    func claim(_ holds: Bool, _ fault: String) {
      if !holds { faults.append("\(place): \(fault)") }
    }
    claim(Self.isName(command.name), "the name is not made of small letters, digits and hyphens")
    claim(!command.summary.isEmpty, "the summary is missing")
    claim(
      !command.summary.contains("\n") && !command.summary.hasSuffix("."),
      "the summary is not one line without full stop")
    claim(command.summary.count <= 60, "the summary is longer than 60 characters")
    claim(
      command.action == nil || !command.examples.isEmpty, "there is no example")
    claim(command.action != nil || !command.subcommands.isEmpty, "the group is empty")
    faults += Self.faults(of: command.options + globalOptions, at: place)
    faults += argumentFaults(command, place)
    faults += Self.repeated(command.subcommands.map(\.name)).map {
      "\(place): the command '\($0)' is declared twice"
    }
    for example in command.examples { faults += self.faults(of: example, path, command, place) }
    return faults + command.subcommands.flatMap { self.faults(of: $0, path: path + [$0.name]) }
  }

  private func faults(
    of example: Example, _ path: [String], _ command: Command, _ place: String
  ) -> [String] {
    guard let words = ShellWords.split(example.line), words.first == name else {
      return ["\(place): the example '\(example.line)' does not begin with '\(name)'"]
    }
    do {
      let parser = Parser(program: self, environment: [:])
      guard case .run(_, let reached, _) = try parser.parse(Array(words.dropFirst())) else {
        return []
      }
      if command.action != nil ? reached == path : reached.starts(with: path) { return [] }
      return ["\(place): the example '\(example.line)' is of another command"]
    } catch {
      return ["\(place): the example '\(example.line)' fails: \(error.lines.first ?? "")"]
    }
  }

  private static func faults(of options: [Option], at place: String) -> [String] {
    var faults = repeated(options.map(\.name)).map { "\(place): --\($0) is declared twice" }
    faults += repeated(options.compactMap { $0.letter.map { String($0) } }).map {
      "\(place): -\($0) is declared twice"
    }
    for option in options {
      func claim(_ holds: Bool, _ fault: String) {
        if !holds { faults.append("\(place): --\(option.name): \(fault)") }
      }
      claim(isName(option.name), "the name is not made of small letters, digits and hyphens")
      claim(
        option.letter.map { $0.isASCII && $0.isLetter } ?? true, "the short form is no ASCII letter"
      )
      claim(option.help.hasSuffix("."), "the help is no sentence")
      claim(
        option.environment?.hasPrefix("INNOREG_") ?? true,
        "the variable does not begin with INNOREG_")
      claim(
        option.defaultValue == nil || !option.isRequired, "it is required and has a default")
      claim(areCodes(option.allowed), "an allowed value is no code")
      if let value = option.defaultValue, !option.allowed.isEmpty {
        claim(option.allowed.contains(value), "the default is not allowed")
      }
    }
    return faults
  }

  private func argumentFaults(_ command: Command, _ place: String) -> [String] {
    let arguments = command.arguments
    let names = arguments.map(\.name) + (command.options + globalOptions).map(\.name)
    var faults = arguments.map(\.name).filter { name in names.count { $0 == name } > 1 }.map {
      "\(place): the name '\($0)' is declared twice"
    }
    for (argument, next) in zip(arguments, arguments.dropFirst()) {
      if argument.isRepeatable {
        faults.append("\(place): \(argument.valueName) takes all, nothing may follow")
      }
      if argument.isOptional, !next.isOptional {
        faults.append("\(place): \(next.valueName) is required but follows an optional one")
      }
    }
    for argument in arguments {
      if !argument.help.hasSuffix(".") {
        faults.append("\(place): \(argument.valueName): the help is no sentence")
      }
      if !Self.areCodes(argument.allowed) {
        faults.append("\(place): \(argument.valueName): an allowed value is no code")
      }
    }
    return faults
  }

  private static func repeated(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { !seen.insert($0).inserted }
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix("-")
      && name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
  }

  /// Completion scripts carry allowed values unquoted.
  private static func areCodes(_ values: [String]) -> Bool {
    values.allSatisfy { value in
      !value.isEmpty
        && value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }
  }
}
