/// Hands out the pages of a stream in the portions that fit into the connection's buffer. Only the
/// thread that serves the connection touches it.
final class StreamBody {
  /// What a pull brought.
  enum Pulled {
    case bytes(Int)
    case end
    case failure
  }

  private let producer: Response.Producer
  private let onFailure: (any Error) -> Void
  private var page: ArraySlice<UInt8> = []

  /// Makes a body that tells of the producer's error once.
  init(_ producer: @escaping Response.Producer, onFailure: @escaping (any Error) -> Void) {
    self.producer = producer
    self.onFailure = onFailure
  }

  /// Fills a buffer as far as the current page goes, asking for the next where it is used up.
  func pull(into buffer: UnsafeMutableRawBufferPointer) -> Pulled {
    do {
      while page.isEmpty {
        guard let next = try producer() else { return .end }
        page = next[...]
      }
    } catch {
      onFailure(error)
      return .failure
    }
    let count = min(buffer.count, page.count)
    unsafe buffer.copyBytes(from: page.prefix(count))
    page = page.dropFirst(count)
    return .bytes(count)
  }
}
