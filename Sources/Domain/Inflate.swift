/// Unpacks DEFLATE data (RFC 1951), as parts of archives and streams of PDF files are packed.
///
/// For looking into small parts of files that people hand in: what would unpack to more than is
/// allowed is not unpacked at all.
struct Inflate {
  private let bytes: ArraySlice<UInt8>
  private let most: Int
  private var place: Int
  private var held: UInt32 = 0
  private var heldCount = 0
  private var output: [UInt8] = []

  /// Unpacks data; nil where they are damaged, cut off or too long.
  static func unpack(_ bytes: ArraySlice<UInt8>, most: Int) -> [UInt8]? {
    var work = Inflate(bytes, most)
    return work.run() ? work.output : nil
  }

  /// Unpacks data in the frame of zlib (RFC 1950), without looking at its check sum; what precedes a
  /// damaged place, since readers show that too. nil where they are not in that frame.
  static func unpackFramed(_ bytes: ArraySlice<UInt8>, most: Int) -> [UInt8]? {
    guard bytes.count > 2, let first = bytes.first, first & 0x0F == 8,
      (Int(first) << 8 | Int(bytes[bytes.startIndex + 1])) % 31 == 0
    else { return nil }
    var work = Inflate(bytes.dropFirst(2), most)
    _ = work.run()
    return work.output
  }

  private init(_ bytes: ArraySlice<UInt8>, _ most: Int) {
    self.bytes = bytes
    self.most = most
    place = bytes.startIndex
  }

  private mutating func run() -> Bool {
    while true {
      guard let isLast = take(1), let kind = take(2) else { return false }
      let isSound =
        switch kind {
        case 0: copyStored()
        case 1: Self.fixed.map { unpack($0.literals, $0.distances) } ?? false
        case 2: readCodes().map { unpack($0.literals, $0.distances) } ?? false
        default: false
        }
      guard isSound else { return false }
      if isLast == 1 { return true }
    }
  }

  private mutating func take(_ count: Int) -> Int? {
    while heldCount < count {
      guard place < bytes.endIndex else { return nil }
      held |= UInt32(bytes[place]) << UInt32(heldCount)
      place += 1
      heldCount += 8
    }
    let value = held & (1 << UInt32(count) - 1)
    held >>= UInt32(count)
    heldCount -= count
    return Int(value)
  }

  private mutating func copyStored() -> Bool {
    (held, heldCount) = (0, 0)
    guard let length = take(16), let complement = take(16), length ^ complement == 0xFFFF,
      place + length <= bytes.endIndex, output.count + length <= most
    else { return false }
    output += bytes[place..<place + length]
    place += length
    return true
  }

  /// A canonical Huffman code: how many codes there are of each length, and their symbols in order.
  private struct Code {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    /// nil where the lengths give more codes than there can be.
    init?(_ lengths: ArraySlice<Int>) {
      for length in lengths { counts[length] += 1 }
      counts[0] = 0
      var left = 1
      for length in 1...15 {
        left = left << 1 - counts[length]
        guard left >= 0 else { return nil }
      }
      symbols = lengths.enumerated().filter { $0.element > 0 }
        .sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }.map(\.offset)
    }
  }

  private mutating func symbol(of code: Code) -> Int? {
    var (value, first, index) = (0, 0, 0)
    for length in 1...15 {
      guard let bit = take(1) else { return nil }
      value |= bit
      let count = code.counts[length]
      if value - count < first { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    return nil
  }

  private mutating func unpack(_ literals: Code, _ distances: Code) -> Bool {
    while true {
      guard let symbol = symbol(of: literals) else { return false }
      if symbol < 256 {
        guard output.count < most else { return false }
        output.append(UInt8(symbol))
        continue
      }
      if symbol == 256 { return true }
      guard symbol < 286, let more = take(Self.lengthBits[symbol - 257]),
        let place = self.symbol(of: distances), place < 30, let further = take(Self.farBits[place])
      else { return false }
      let length = Self.lengths[symbol - 257] + more
      let distance = Self.far[place] + further
      guard distance <= output.count, output.count + length <= most else { return false }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }

  private mutating func readCodes() -> (literals: Code, distances: Code)? {
    guard let moreLiterals = take(5), let moreDistances = take(5), let moreLengths = take(4)
    else { return nil }
    let (literals, distances) = (moreLiterals + 257, moreDistances + 1)
    guard literals <= 286, distances <= 30 else { return nil }
    var lengths = [Int](repeating: 0, count: 19)
    for index in 0..<moreLengths + 4 {
      guard let length = take(3) else { return nil }
      lengths[Self.order[index]] = length
    }
    guard let code = Code(lengths[...]) else { return nil }
    lengths = []
    while lengths.count < literals + distances {
      guard let symbol = symbol(of: code) else { return nil }
      if symbol < 16 {
        lengths.append(symbol)
        continue
      }
      guard let more = take(symbol == 16 ? 2 : symbol == 17 ? 3 : 7),
        symbol != 16 || !lengths.isEmpty
      else { return nil }
      let count = (symbol == 18 ? 11 : 3) + more
      guard lengths.count + count <= literals + distances else { return nil }
      let repeated = symbol == 16 ? lengths[lengths.count - 1] : 0
      lengths += [Int](repeating: repeated, count: count)
    }
    guard let first = Code(lengths[..<literals]),
      let second = Code(Array(lengths[literals...])[...])
    else { return nil }
    return (first, second)
  }

  private static let fixed: (literals: Code, distances: Code)? = {
    let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
    guard let literals = Code(lengths[...]),
      let distances = Code([Int](repeating: 5, count: 30)[...])
    else { return nil }
    return (literals, distances)
  }()

  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  private static let lengths = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let far = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12289, 16385, 24577,
  ]
  private static let farBits = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13,
    13,
  ]
}
