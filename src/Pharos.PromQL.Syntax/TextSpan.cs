namespace Pharos.PromQL.Syntax;

/// <summary>A piece of a query: byte offsets into its UTF-8 text, the second one behind the last byte.</summary>
public readonly record struct TextSpan(int Start, int End);
