private import CSodium

/// Comparison of secrets.
package enum ConstantTime {
  /// Whether two byte strings are the same, in a time that depends on their length alone.
  package static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe sodium_memcmp(left, right, left.count) == 0
  }
}
