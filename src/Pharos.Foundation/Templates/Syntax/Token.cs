using Pharos.Foundation.Text;

namespace Pharos.Foundation.Templates.Syntax;

internal enum TokenKind
{
    Error,
    End,
    Text,
    LeftDelimiter,
    RightDelimiter,
    Space,
    Identifier,
    Keyword,
    Field,
    Variable,
    Dot,
    Nil,
    Bool,
    Number,
    Complex,
    Character,
    Quoted,
    RawQuoted,
    LeftParenthesis,
    RightParenthesis,
    Pipe,
    Declare,
    Assign,
    Other,
}

/// <param name="Text">As it stands in the template; the message of an error.</param>
/// <param name="Line">Where it begins, counted from one.</param>
internal readonly record struct Token(TokenKind Kind, int Position, int Line, string Text)
{
    private const int ShownLength = 10;

    public bool Is(string keyword) => Kind == TokenKind.Keyword && Text == keyword;

    /// <summary>As messages show it.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.End => "EOF",
        TokenKind.Error => Text,
        TokenKind.Keyword or TokenKind.Dot or TokenKind.Nil => $"<{Text}>",
        _ when Text.Length > ShownLength => GoQuote.Quote(Text[..ShownLength]) + "...",
        _ => GoQuote.Quote(Text),
    };
}
