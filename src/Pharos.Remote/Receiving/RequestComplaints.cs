namespace Pharos.Remote.Receiving;

/// <summary>What is wrong with parts of a request, line by line. A sender is told of the first ones, and how many more there are.</summary>
internal sealed class RequestComplaints
{
    private const int MostTold = 50;
    private readonly List<string> _told = [];
    private int _more;

    public bool IsEmpty => _told.Count == 0;

    public void Add(string complaint)
    {
        if (_told.Count < MostTold)
        {
            _told.Add(complaint);
        }
        else
        {
            _more++;
        }
    }

    public override string ToString() => string.Join('\n', _told) + (_more == 0 ? "" : $"\nand {_more} more");
}
