using System.Security.Cryptography;

namespace Pharos.Tsdb.Blocks;

/// <summary>
/// Makes names for blocks. Each is greater than those before, even if the clock stands or goes back. Safe for concurrent use.
/// </summary>
public sealed class UlidSource
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private Ulid _last;

    public UlidSource(TimeProvider time)
    {
        _time = time;
    }

    public Ulid Next()
    {
        Span<byte> entropy = stackalloc byte[Ulid.EntropyBytes];
        RandomNumberGenerator.Fill(entropy);
        lock (_lock)
        {
            var drawn = new Ulid(Math.Max(_time.GetUtcNow().ToUnixTimeMilliseconds(), 0), entropy);
            _last = drawn > _last ? drawn : _last.Next();
            return _last;
        }
    }
}
