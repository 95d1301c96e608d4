/// Whole numbers in as few bytes as they need: seven bits a byte, the top bit says that more follow.
extension ContiguousArray<UInt8> {
  mutating func appendVarint(_ value: UInt32) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// Reads the number that starts there and moves on past it.
  @inline(__always)
  func varint(_ position: inout Int) -> UInt32 {
    var byte = self[position]
    position &+= 1
    if byte < 0x80 { return UInt32(byte) }
    var value = UInt32(byte & 0x7F)
    var shift: UInt32 = 7
    repeat {
      byte = self[position]
      position &+= 1
      value |= UInt32(byte & 0x7F) &<< shift
      shift &+= 7
    } while byte >= 0x80
    return value
  }

  /// How many bytes a number takes.
  static func varintLength(_ value: UInt32) -> Int {
    value < 0x80 ? 1 : (38 - value.leadingZeroBitCount) / 7
  }
}

extension Span<UInt8> {
  /// Reads the number that starts there and moves on past it.
  @inline(__always)
  func varint(_ position: inout Int) -> UInt32 {
    var byte = self[position]
    position &+= 1
    if byte < 0x80 { return UInt32(byte) }
    var value = UInt32(byte & 0x7F)
    var shift: UInt32 = 7
    repeat {
      byte = self[position]
      position &+= 1
      value |= UInt32(byte & 0x7F) &<< shift
      shift &+= 7
    } while byte >= 0x80
    return value
  }
}
