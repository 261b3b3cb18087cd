using System.Text;
using Pharos.Model;

namespace Pharos.Scrape.Appending;

/// <summary>What a target says of its metric families. The scrape writes, anybody reads.</summary>
public sealed class TargetFamilies
{
    /// <summary>For how many scrapes a family is remembered that the target no longer exposes.</summary>
    private const int SpareRounds = 10;

    private const int SpareFamilies = 1000;
    private const int ShortName = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, TargetFamily> _families = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TargetFamily>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private int _round;
    private long _sizeBytes;

    public TargetFamilies()
    {
        _byName = _families.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What the current exposition said something of last; null at its beginning. For the scrape alone.</summary>
    internal TargetFamily? Last { get; private set; }

    /// <summary>How many families the current exposition has said something of; not those whose help alone stands where it stood before.</summary>
    internal int InRound { get; private set; }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _families.Count;
            }
        }
    }

    /// <summary>An estimate of the memory they take.</summary>
    public long SizeBytes => Volatile.Read(ref _sizeBytes);

    public MetricMetadata? Find(string family)
    {
        lock (_lock)
        {
            return _families.GetValueOrDefault(family)?.Metadata;
        }
    }

    public IReadOnlyList<KeyValuePair<string, MetricMetadata>> All()
    {
        lock (_lock)
        {
            return [.. _families.Select(static family => KeyValuePair.Create(family.Key, family.Value.Metadata))];
        }
    }

    /// <summary>Begins with the next exposition.</summary>
    internal void BeginRound()
    {
        _round++;
        InRound = 0;
        Last = null;
    }

    internal void SetType(ReadOnlySpan<byte> name, MetricType type)
    {
        lock (_lock)
        {
            var family = Meet(name);
            family.HasType = true;
            if (family.Metadata.Type != type)
            {
                Change(family, family.Metadata with { Type = type });
            }
        }
    }

    internal void SetHelp(ReadOnlySpan<byte> name, ReadOnlySpan<byte> help)
    {
        var text = Encoding.UTF8.GetString(help);
        lock (_lock)
        {
            var family = Meet(name);
            Volatile.Write(ref _sizeBytes, _sizeBytes + text.Length - family.Metadata.Help.Length);
            Change(family, family.Metadata with { Help = text });
        }
    }

    internal void SetUnit(ReadOnlySpan<byte> name, ReadOnlySpan<byte> unit)
    {
        var text = Encoding.UTF8.GetString(unit);
        lock (_lock)
        {
            var family = Meet(name);
            Volatile.Write(ref _sizeBytes, _sizeBytes + text.Length - family.Metadata.Unit.Length);
            Change(family, family.Metadata with { Unit = text });
        }
    }

    /// <summary>
    /// Forgets families that have been gone for a while. A help that stands where it stood before is not read again, so families without a type
    /// are taken for gone only when there are far too many.
    /// </summary>
    internal void Forget()
    {
        lock (_lock)
        {
            var isFull = _families.Count > 2 * InRound + SpareFamilies;
            foreach (var (name, family) in _families)
            {
                if (_round - family.Round > SpareRounds && (family.HasType || isFull))
                {
                    _families.Remove(name);
                    Volatile.Write(ref _sizeBytes, _sizeBytes - name.Length - family.Metadata.Help.Length - family.Metadata.Unit.Length);
                }
            }
        }
    }

    private void Change(TargetFamily family, MetricMetadata metadata)
    {
        if (family.Metadata != metadata)
        {
            family.Metadata = metadata;
            family.ChangedRound = _round;
        }
    }

    private TargetFamily Meet(ReadOnlySpan<byte> name)
    {
        // Types are read at every scrape: those that are known cost no string.
        Span<char> characters = stackalloc char[ShortName];
        ReadOnlySpan<char> text = name.Length <= ShortName ? characters[..Encoding.UTF8.GetChars(name, characters)] : Encoding.UTF8.GetString(name);
        if (!_byName.TryGetValue(text, out var family))
        {
            family = new TargetFamily(name.ToArray());
            _byName[text] = family;
            Volatile.Write(ref _sizeBytes, _sizeBytes + text.Length);
        }

        InRound += family.Round == _round ? 0 : 1;
        family.Round = _round;
        Last = family;
        return family;
    }

    /// <summary>Whether something of the family has become different in the current exposition.</summary>
    internal bool HasChanged(TargetFamily family) => family.ChangedRound == _round;
}
