/// Gives every option and argument of a command its value: command line, then environment, then
/// default.
struct ValueBinding {
  let scan: Scan
  let environment: [String: String]

  func bind() throws(Failure) -> [String: Invocation.Given] {
    var given: [String: Invocation.Given] = [:]
    for option in scan.options { given[option.name] = try bind(option) }
    try bindArguments(&given)
    return given
  }

  private func bind(_ option: Option) throws(Failure) -> Invocation.Given {
    let place = "option '--\(option.name)'"
    if let values = scan.occurrences[option.name] {
      let given = Invocation.Given(place: place, values: values, source: .commandLine)
      try check(given, allowed: option.allowed)
      return given
    }
    // An empty variable counts as unset, as in most programs.
    if let variable = option.environment, let text = environment[variable], !text.isEmpty {
      return try bind(option, text: text, from: variable, place: place)
    }
    guard !option.isRequired else { throw missing(option) }
    return Invocation.Given(
      place: place, values: option.defaultValue.map { [$0] } ?? [], source: .defaults)
  }

  private func bind(
    _ option: Option, text: String, from variable: String, place: String
  ) throws(Failure) -> Invocation.Given {
    let source = ValueSource.environment(variable)
    if option.isFlag {
      let given = Invocation.Given(place: place, values: [text], source: source)
      let isSet = try truth(text, given)
      return Invocation.Given(place: place, values: isSet ? [""] : [], source: source)
    }
    let values =
      option.isRepeatable ? text.split(separator: ",").map { Self.trimmed($0) } : [text]
    let given = Invocation.Given(place: place, values: values, source: source)
    try check(given, allowed: option.allowed)
    return given
  }

  private func truth(_ text: String, _ given: Invocation.Given) throws(Failure) -> Bool {
    switch text.lowercased() {
    case "1", "true", "yes", "on": return true
    case "0", "false", "no", "off": return false
    default:
      throw given.notAccepted(
        text, accepted: "1, true, yes, on, 0, false, no, off", path: scan.path, suggestion: nil)
    }
  }

  private func bindArguments(_ given: inout [String: Invocation.Given]) throws(Failure) {
    var operands = scan.operands[...]
    for argument in scan.current.arguments {
      let count = argument.isRepeatable ? operands.count : min(1, operands.count)
      guard count > 0 || argument.isOptional else { throw missing(argument) }
      let value = Invocation.Given(
        place: "argument \(argument.valueName)", values: Array(operands.prefix(count)),
        source: count > 0 ? .commandLine : .defaults)
      try check(value, allowed: argument.allowed)
      given[argument.name] = value
      operands = operands.dropFirst(count)
    }
    if !operands.isEmpty { throw extra(Array(operands)) }
  }

  private func check(_ given: Invocation.Given, allowed: [String]) throws(Failure) {
    guard !allowed.isEmpty else { return }
    for value in given.values where !allowed.contains(value) {
      throw given.notAccepted(
        value, accepted: allowed.joined(separator: ", "), path: scan.path,
        suggestion: Suggestion.nearest(to: value, among: allowed))
    }
  }

  private func missing(_ option: Option) -> Failure {
    var lines = [
      "required option '--\(option.name) \(option.valueName ?? "")' is missing"
    ]
    if !option.allowed.isEmpty {
      lines.append("accepted: \(option.allowed.joined(separator: ", "))")
    }
    if let variable = option.environment {
      lines.append("it may also come from the environment variable \(variable)")
    }
    return Failure(.usage, lines: lines, path: scan.path)
  }

  private func missing(_ argument: Argument) -> Failure {
    scan.usage("argument \(argument.valueName) is missing: \(argument.help)")
  }

  private func extra(_ words: [String]) -> Failure {
    let quoted = words.map { "'\($0)'" }.joined(separator: ", ")
    let declared = scan.current.arguments.map(\.usage)
    let noun = words.count == 1 ? "argument" : "arguments"
    return scan.usage(
      "too many arguments: unexpected \(noun) \(quoted)",
      declared.isEmpty
        ? "this command takes no arguments" : "accepted: \(declared.joined(separator: " "))")
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
