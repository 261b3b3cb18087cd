using System.Globalization;

namespace Pharos.Formats.Negotiation;

/// <summary>One entry of an Accept header: a media type, perhaps with wildcards, its parameters and its weight.</summary>
internal sealed class AcceptRange
{
    private readonly Dictionary<string, string> _parameters = [];

    public string Type { get; private init; } = "";

    public string Subtype { get; private init; } = "";

    public double Weight { get; private set; } = 1;

    /// <summary>How much the entry leaves open: 0 for a media type, 1 with a wildcard as its second half, 2 for anything.</summary>
    public int Wildcards => Type == "*" ? 2 : Subtype == "*" ? 1 : 0;

    /// <summary>
    /// The entries of a header, by falling weight, of equal weight the more definite first and otherwise in their order. What is no media
    /// type is passed over, as are parameters without a value.
    /// </summary>
    public static List<AcceptRange> ParseHeader(string header)
    {
        var ranges = new List<AcceptRange>();
        foreach (var part in header.AsSpan().Split(','))
        {
            if (TryParse(header.AsSpan()[part]) is { } range)
            {
                ranges.Add(range);
            }
        }

        return [.. ranges.OrderByDescending(range => range.Weight).ThenBy(range => range.Wildcards)];
    }

    public string? Parameter(string name) => _parameters.GetValueOrDefault(name);

    private static AcceptRange? TryParse(ReadOnlySpan<char> text)
    {
        AcceptRange? range = null;
        foreach (var piece in text.Split(';'))
        {
            var part = text[piece].Trim();
            if (range != null)
            {
                range.AddParameter(part);
            }
            else
            {
                range = TryParseType(part);
                if (range == null)
                {
                    return null;
                }
            }
        }

        return range;
    }

    private static AcceptRange? TryParseType(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        if (slash < 0)
        {
            // Some clients write a lone star for anything.
            return text is "*" ? new AcceptRange { Type = "*", Subtype = "*" } : null;
        }

        var type = text[..slash].Trim();
        var subtype = text[(slash + 1)..].Trim();
        return type.IsEmpty || subtype.IsEmpty || subtype.Contains('/')
            ? null
            : new AcceptRange { Type = type.ToString().ToLowerInvariant(), Subtype = subtype.ToString().ToLowerInvariant() };
    }

    private void AddParameter(ReadOnlySpan<char> text)
    {
        var equals = text.IndexOf('=');
        if (equals < 0)
        {
            return;
        }

        var name = text[..equals].Trim();
        var value = text[(equals + 1)..].Trim();
        if (name is not "q")
        {
            _parameters[name.ToString()] = value.ToString();
        }
        else if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight <= 1)
        {
            Weight = weight;
        }
        else
        {
            Weight = 0;
        }
    }
}
