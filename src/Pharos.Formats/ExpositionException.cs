namespace Pharos.Formats;

/// <summary>An exposition that breaks its format, with the place where it does.</summary>
public sealed class ExpositionException : FormatException
{
    public ExpositionException(string reason, long offset, int line, int column)
        : base(line > 0 ? $"line {line}, column {column}: {reason}" : $"offset {offset}: {reason}")
    {
        Reason = reason;
        Offset = offset;
        Line = line;
        Column = column;
    }

    /// <summary>What was expected and what was found.</summary>
    public string Reason { get; }

    /// <summary>Bytes before the place.</summary>
    public long Offset { get; }

    /// <summary>Counted from 1; 0 in a binary format.</summary>
    public int Line { get; }

    /// <summary>In bytes, counted from 1; 0 in a binary format.</summary>
    public int Column { get; }
}
