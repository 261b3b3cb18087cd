using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Aggregating;

/// <summary>A heap of candidates for each step of each group, which grows with what is put in. Not safe for concurrent use.</summary>
internal sealed class CandidateHeaps
{
    private const int LargestBlock = 1 << 14;
    private const int FirstRoom = 4;

    private readonly RankOrder _order;
    private readonly int[] _limits;
    private readonly GroupTable<Place> _places;
    private readonly List<Candidate[]> _blocks = [];
    private int _blockSize = 32;
    private int _filled = -1;
    private int _used;

    /// <param name="limits">The most candidates at each step.</param>
    public CandidateHeaps(QueryRun run, RankOrder order, int[] limits)
    {
        _order = order;
        _limits = limits;
        _places = new GroupTable<Place>(run, new Place[limits.Length], samples: 0);
    }

    /// <summary>The candidates of a step, the worst of them first. Valid until something is put in.</summary>
    public Span<Candidate> this[int group, int step] => Of(_places[group][step]);

    /// <summary>Adds to a heap that is not full; true if it is full now.</summary>
    public bool Add(int group, int step, Candidate candidate)
    {
        ref var place = ref _places[group][step];
        if (place.Count == place.Room)
        {
            Grow(ref place, _limits[step]);
        }

        place.Count++;
        var heap = Of(place);
        heap[^1] = candidate;
        _order.Rise(heap);
        return place.Count == _limits[step];
    }

    /// <summary>Puts a candidate in the place of the worst one, which is returned.</summary>
    public Candidate Replace(int group, int step, Candidate candidate)
    {
        var heap = this[group, step];
        var worst = heap[0];
        heap[0] = candidate;
        _order.Sink(heap);
        return worst;
    }

    private Span<Candidate> Of(in Place place) => place.Room == 0 ? default : _blocks[place.Block].AsSpan(place.Start, place.Count);

    /// <summary>Moves a heap to a larger room. The old one is lost, so that what is lost is less than what is used.</summary>
    private void Grow(ref Place place, int limit)
    {
        var room = place.Room == 0 ? Math.Min(limit, FirstRoom) : (int)Math.Min(limit, 2L * place.Room);
        var grown = Reserve(room);
        var old = Of(place);
        old.CopyTo(_blocks[grown.Block].AsSpan(grown.Start, room));
        place = grown with { Count = old.Length };
    }

    private Place Reserve(int room)
    {
        if (room > LargestBlock / 4)
        {
            _blocks.Add(new Candidate[room]);
            return new Place(_blocks.Count - 1, 0, 0, room);
        }

        if (_filled < 0 || _used + room > _blocks[_filled].Length)
        {
            // Most queries need little, and few blocks are enough for those that need much.
            _blockSize = Math.Min(LargestBlock, Math.Max(2 * _blockSize, room));
            _filled = _blocks.Count;
            _used = 0;
            _blocks.Add(new Candidate[_blockSize]);
        }

        var place = new Place(_filled, _used, 0, room);
        _used += room;
        return place;
    }

    private record struct Place(int Block, int Start, int Count, int Room);
}
