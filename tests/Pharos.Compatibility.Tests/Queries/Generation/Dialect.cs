namespace Pharos.Compatibility.Tests.Queries.Generation;

/// <summary>Which parts of the language are used.</summary>
[Flags]
internal enum Dialect
{
    /// <summary>What is not experimental in 3.5.</summary>
    Plain = 0,

    /// <summary>Functions and aggregations that are experimental in 3.5.</summary>
    Experimental = 1,

    /// <summary>What came after 3.5.</summary>
    Newer = 2,
}
