namespace Pharos.PromQL.Syntax.Lexing;

/// <summary>A piece of the query; offsets in bytes.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End)
{
    public TextSpan Span => new(Start, End);
}
