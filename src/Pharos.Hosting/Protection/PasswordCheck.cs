using System.Security.Cryptography;
using System.Text;

namespace Pharos.Hosting.Protection;

/// <summary>
/// Tells whether a password is a user's, and remembers what it found out, since finding out is slow on purpose. Safe for concurrent use.
/// </summary>
/// <remarks>
/// One password is tried at a time, so that guessing takes one core at most. What is kept is no password but a keyed hash of all that the
/// verdict depends on; the hash of the configuration is part of it, so a password that was changed is tried anew. Right and wrong ones are kept
/// apart: no number of guesses makes the server forget those who may enter.
/// </remarks>
internal sealed class PasswordCheck : IDisposable
{
    private const int MostRight = 1000;
    private const int MostWrong = 100;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly VerdictSet _right = new(MostRight);
    private readonly VerdictSet _wrong = new(MostWrong);

    /// <summary>How many passwords were tried, rather than remembered.</summary>
    public int Tried { get; private set; }

    /// <param name="users">Names and the hashes of their passwords.</param>
    /// <param name="name">A name that is not there takes as long to be refused as one that is.</param>
    /// <param name="password">As it came, in whatever encoding.</param>
    /// <param name="cancellation">Ends the wait for a turn.</param>
    public async ValueTask<bool> IsRightAsync(
        IReadOnlyDictionary<string, string> users, string name, ReadOnlyMemory<byte> password, CancellationToken cancellation)
    {
        var isUser = users.TryGetValue(name, out var hash);
        hash ??= Bcrypt.OfNobody(users.Values.Max(Bcrypt.CostOf));
        var verdict = Key(name, hash, password.Span);
        if (_right.Contains(verdict))
        {
            return true;
        }

        if (_wrong.Contains(verdict))
        {
            return false;
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            // The same was perhaps tried while this request waited: clients ask several things at once.
            if (_right.Contains(verdict))
            {
                return true;
            }

            Tried++;
            var isRight = await Task.Run(() => Bcrypt.Matches(password.Span, hash), CancellationToken.None) && isUser;
            (isRight ? _right : _wrong).Add(verdict);
            return isRight;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private string Key(string name, string hash, ReadOnlySpan<byte> password)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);

        // With their lengths, so that no end of one can pass for the beginning of the next.
        var nameBytes = Encoding.UTF8.GetBytes(name);
        mac.AppendData(BitConverter.GetBytes(nameBytes.Length));
        mac.AppendData(nameBytes);
        mac.AppendData(BitConverter.GetBytes(hash.Length));
        mac.AppendData(Encoding.UTF8.GetBytes(hash));
        mac.AppendData(password);
        return Convert.ToHexString(mac.GetHashAndReset());
    }

    /// <summary>So many verdicts; the one that came first goes first.</summary>
    private sealed class VerdictSet(int most)
    {
        private readonly Lock _lock = new();
        private readonly HashSet<string> _known = new(StringComparer.Ordinal);
        private readonly Queue<string> _order = new();

        public bool Contains(string verdict)
        {
            lock (_lock)
            {
                return _known.Contains(verdict);
            }
        }

        public void Add(string verdict)
        {
            lock (_lock)
            {
                if (!_known.Add(verdict))
                {
                    return;
                }

                _order.Enqueue(verdict);
                if (_order.Count > most)
                {
                    _known.Remove(_order.Dequeue());
                }
            }
        }
    }
}
