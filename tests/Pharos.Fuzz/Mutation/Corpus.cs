namespace Pharos.Fuzz.Mutation;

/// <summary>The inputs that new ones are made of. Grows by those that were new kinds; the oldest of these make room for newer ones.</summary>
internal sealed class Corpus
{
    private const int MaxFound = 4096;

    private readonly List<byte[]> _entries = [];
    private int _seeds;
    private int _oldest;

    public int Count => _entries.Count;

    public byte[] this[int index] => _entries[index];

    public void AddSeed(byte[] input)
    {
        _entries.Insert(_seeds, input);
        _seeds++;
    }

    public void AddFound(byte[] input)
    {
        if (_entries.Count - _seeds < MaxFound)
        {
            _entries.Add(input);
        }
        else
        {
            _entries[_seeds + _oldest++ % MaxFound] = input;
        }
    }

    /// <summary>Any entry, the latest ones more often.</summary>
    public byte[] Pick(Random random)
    {
        var last = _entries.Count - 1;
        return _entries[random.Next(3) == 0 ? last - random.Next(Math.Min(_entries.Count, 32)) : random.Next(_entries.Count)];
    }
}
