using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;

namespace Pharos.Formats.Text;

/// <summary>
/// What a target exposed before, line by line, with a state of the caller's for each series. Expositions have the same lines in the
/// same order nearly every time, so the line that followed last time is compared first: labels of a known series are never read again.
/// </summary>
/// <remarks>
/// <para>Use, per exposition: <see cref="BeginRound"/>; then <see cref="Follow{TReader}"/> again and again; where it returns false, the
/// reader's <c>Read</c>, and for each series that gives, <see cref="Learn"/>.</para>
/// <para>Memory is the known lines' bytes once, plus some forty bytes and a state for each. Not safe for concurrent use.</para>
/// </remarks>
public sealed class LineMemory<TState>
    where TState : struct
{
    private const int None = -1;

    /// <summary>The texts of all known lines; each line has its own piece.</summary>
    private readonly ByteBuffer _texts = new(0);

    private KnownLine[] _lines = [];
    private TState[] _states = [];
    private int _count;

    /// <summary>Open addressing by hash, a power of two in size, at most half full; entries are line numbers + 1, 0 is free.</summary>
    private int[] _slots = [];

    private int _round;
    private int _first = None;
    private int _last = None;

    /// <summary>Lines known: series, help and comments.</summary>
    public int Count => _count;

    /// <summary>Begins with the next exposition of the target.</summary>
    public void BeginRound()
    {
        _round++;
        _last = None;
    }

    /// <summary>
    /// Moves the reader over known lines to the next known series. False where the next line is not the one that followed before: the
    /// reader then stands before that line.
    /// </summary>
    /// <param name="line">The series' line, for <see cref="State"/>.</param>
    public bool Follow<TReader>(ref TReader reader, out int line)
        where TReader : ILineReader, allows ref struct
    {
        while (true)
        {
            line = _last == None ? _first : _lines[_last].Next;
            if (line == None)
            {
                return false;
            }

            ref var known = ref _lines[line];
            var text = _texts.Written.Slice(known.Start, known.Length);
            if (known.MayBeIgnored && reader.TrySkipIgnored())
            {
                // It was a series when it was learned, and is none since the type of its family is another.
                continue;
            }

            if (known.IsSeries ? reader.TryReadKnown(text) : reader.TrySkipKnown(text))
            {
                known.Round = _round;
                _last = line;
                if (known.IsSeries)
                {
                    return true;
                }
            }
            else if (!reader.TrySkipIgnored())
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Notes that the entry just read stands here, and returns its line: a known one that stood elsewhere before, or a new one whose
    /// state is the default.
    /// </summary>
    public int Learn(ReadOnlySpan<byte> text, bool isSeries)
    {
        var line = Find(text, isSeries, out var slot);
        if (line == None)
        {
            line = Add(text, isSeries, slot);
        }

        _lines[line].Round = _round;
        if (_last == None)
        {
            _first = line;
        }
        else
        {
            _lines[_last].Next = line;
        }

        _last = line;
        return line;
    }

    /// <summary>What the caller keeps for the line; valid until <see cref="Learn"/> or <see cref="Forget"/>.</summary>
    public ref TState State(int line) => ref _states[line];

    /// <summary>Whether the line stood in the current exposition. A series for which it did not has ended, or its target failed.</summary>
    public bool IsInRound(int line) => _lines[line].Round == _round;

    public bool IsSeries(int line) => _lines[line].IsSeries;

    /// <summary>Forgets lines that were in none of the last so many rounds. Line numbers change.</summary>
    public void Forget(int rounds)
    {
        var kept = new LineMemory<TState> { _round = _round };
        var renumbered = new int[_count];
        for (var i = 0; i < _count; i++)
        {
            renumbered[i] = None;
            if (_round - _lines[i].Round < rounds)
            {
                var text = _texts.Written.Slice(_lines[i].Start, _lines[i].Length);
                kept.Find(text, _lines[i].IsSeries, out var slot);
                renumbered[i] = kept.Add(text, _lines[i].IsSeries, slot);
                kept._states[renumbered[i]] = _states[i];
                kept._lines[renumbered[i]].Round = _lines[i].Round;
            }
        }

        for (var i = 0; i < _count; i++)
        {
            if (renumbered[i] != None && _lines[i].Next != None)
            {
                kept._lines[renumbered[i]].Next = renumbered[_lines[i].Next];
            }
        }

        _first = _first == None ? None : renumbered[_first];
        _last = _last == None ? None : renumbered[_last];
        _texts.Clear();
        _texts.Append(kept._texts.Written);
        (_lines, _states, _slots, _count) = (kept._lines, kept._states, kept._slots, kept._count);
    }

    private int Find(ReadOnlySpan<byte> text, bool isSeries, out int slot)
    {
        if (_count * 2 >= _slots.Length)
        {
            GrowSlots();
        }

        for (slot = SlotOf(text); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref var known = ref _lines[_slots[slot] - 1];
            if (known.IsSeries == isSeries && _texts.Written.Slice(known.Start, known.Length).SequenceEqual(text))
            {
                return _slots[slot] - 1;
            }
        }

        return None;
    }

    private int Add(ReadOnlySpan<byte> text, bool isSeries, int slot)
    {
        if (_count == _lines.Length)
        {
            var size = Math.Max(64, _count * 2);
            Array.Resize(ref _lines, size);
            Array.Resize(ref _states, size);
        }

        _lines[_count] = new KnownLine
        {
            Start = _texts.Length,
            Length = text.Length,
            IsSeries = isSeries,
            MayBeIgnored = isSeries && text.IndexOf("_created"u8) >= 0,
            Next = None,
        };
        _states[_count] = default;
        _texts.Append(text);
        _slots[slot] = ++_count;
        return _count - 1;
    }

    private void GrowSlots()
    {
        _slots = new int[Math.Max(128, _slots.Length * 2)];
        for (var i = 0; i < _count; i++)
        {
            var slot = SlotOf(_texts.Written.Slice(_lines[i].Start, _lines[i].Length));
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = i + 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(ReadOnlySpan<byte> text) => (int)KeyedHash.Hash(text) & (_slots.Length - 1);

    private struct KnownLine
    {
        public int Start;
        public int Length;

        /// <summary>The line that followed when this one was seen last.</summary>
        public int Next;

        /// <summary>When this line was seen last.</summary>
        public int Round;

        public bool IsSeries;

        /// <summary>A series that the reader leaves out if the family before it is of a certain type, so that its text alone does not tell.</summary>
        public bool MayBeIgnored;
    }
}
