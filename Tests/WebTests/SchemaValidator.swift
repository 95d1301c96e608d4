import Domain

/// Tests values against the part of JSON Schema that the description of the API keeps to.
struct SchemaValidator {
  /// The document in which `$ref` points.
  let document: JSON

  /// Keywords that only tell people something.
  private static let annotations: Set<String> = [
    "title", "description", "format", "example", "examples", "default",
  ]

  /// What is wrong with a value, each with the pointer to where.
  func faults(_ value: JSON, _ schema: JSON, at path: String = "") -> [String] {
    guard case .object(let keywords) = schema else { return ["\(path): the schema is no object"] }
    var faults: [String] = []
    for (keyword, rule) in keywords.members where !Self.annotations.contains(keyword) {
      faults += check(keyword, rule, value, schema, path)
    }
    return faults
  }

  private func check(
    _ keyword: String, _ rule: JSON, _ value: JSON, _ schema: JSON, _ path: String
  ) -> [String] {
    switch keyword {
    case "$ref":
      guard let target = resolve(rule) else { return ["\(path): no schema \(rule.compact)"] }
      return faults(value, target, at: path)
    case "type":
      let names = (rule.elements ?? [rule]).compactMap(\.text)
      return names.contains { isOf(value, $0) }
        ? [] : ["\(path): \(value.typeName), not \(names.joined(separator: " or "))"]
    case "const": return value == rule ? [] : ["\(path): not \(rule.compact)"]
    case "enum":
      return rule.elements?.contains(value) == true
        ? [] : ["\(path): \(value.compact.prefix(60)) is not listed"]
    case "oneOf", "anyOf":
      let results = (rule.elements ?? []).map { faults(value, $0, at: path) }
      let met = results.count { $0.isEmpty }
      let isGood = keyword == "oneOf" ? met == 1 : met > 0
      return isGood ? [] : ["\(path): \(met) of \(results.count) schemas fit: \(results)"]
    case "properties", "required", "additionalProperties":
      return members(keyword, rule, value, schema, path)
    case "items":
      return (value.elements ?? []).enumerated().flatMap { faults($1, rule, at: "\(path)/\($0)") }
    default: return limits(keyword, rule, value, path)
    }
  }

  private func members(
    _ keyword: String, _ rule: JSON, _ value: JSON, _ schema: JSON, _ path: String
  ) -> [String] {
    guard case .object(let object) = value else { return [] }
    switch keyword {
    case "properties":
      return object.members.flatMap { member in
        rule[member.name].map { faults(member.value, $0, at: "\(path)/\(member.name)") } ?? []
      }
    case "required":
      return (rule.elements ?? []).compactMap(\.text).filter { object[$0] == nil }
        .map { "\(path)/\($0): missing" }
    default:
      let others = object.members.filter { schema["properties"]?[$0.name] == nil }
      if rule == false { return others.map { "\(path)/\($0.name): not described" } }
      return others.flatMap { faults($0.value, rule, at: "\(path)/\($0.name)") }
    }
  }

  private func limits(_ keyword: String, _ rule: JSON, _ value: JSON, _ path: String) -> [String] {
    let measured: Double? =
      switch keyword {
      case "minimum", "maximum": number(value)
      case "minLength", "maxLength": value.text.map { Double($0.unicodeScalars.count) }
      case "minItems", "maxItems": value.elements.map { Double($0.count) }
      default: nil
      }
    switch keyword {
    case "minimum", "minLength", "minItems", "maximum", "maxLength", "maxItems":
      guard let measured, let limit = number(rule) else { return [] }
      let isGood = keyword.hasPrefix("min") ? measured >= limit : measured <= limit
      return isGood ? [] : ["\(path): \(measured) breaks \(keyword) \(limit)"]
    case "pattern":
      guard let text = value.text, let pattern = rule.text else { return [] }
      guard let regex = try? Regex(pattern) else { return ["\(path): bad pattern \(pattern)"] }
      return text.contains(regex) ? [] : ["\(path): \(text) does not fit \(pattern)"]
    default: return ["\(path): unknown keyword \(keyword)"]
    }
  }

  private func number(_ value: JSON) -> Double? {
    switch value {
    case .integer(let whole): Double(whole)
    case .number(let number): number
    default: nil
    }
  }

  private func isOf(_ value: JSON, _ type: String) -> Bool {
    switch value {
    case .integer: type == "integer" || type == "number"
    case .number: type == "number"
    default: value.typeName == type
    }
  }

  /// What a `$ref` points at.
  func resolve(_ reference: JSON?) -> JSON? {
    guard let text = reference?.text, text.hasPrefix("#/") else { return nil }
    return text.dropFirst(2).split(separator: "/").reduce(document as JSON?) { value, name in
      value?[String(name)]
    }
  }
}
