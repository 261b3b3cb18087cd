using Pharos.Foundation.Text;

namespace Pharos.Foundation.Templates.Syntax;

/// <summary>Makes a tree of a template, and one of each template that is defined in it.</summary>
internal sealed partial class TemplateParser
{
    /// <summary>How deep actions may stand in each other, so that no text overflows the stack.</summary>
    private const int MaxDepth = 500;

    private readonly TemplateSource _source;
    private readonly TemplateFunctions _functions;
    private readonly List<Token> _tokens;
    private readonly Dictionary<string, TemplateDefinition> _definitions = [];
    private List<string> _variables = ["$"];
    private int _at;
    private int _rangeDepth;
    private int _depth;
    private int _actionLine;

    private TemplateParser(TemplateSource source, TemplateFunctions functions)
    {
        _source = source;
        _functions = functions;
        _tokens = TemplateLexer.Read(source.Text);
    }

    /// <exception cref="TemplateException">The text is no template.</exception>
    public static IReadOnlyCollection<TemplateDefinition> Parse(TemplateSource source, TemplateFunctions functions)
    {
        var parser = new TemplateParser(source, functions);
        parser.ParseAll();
        return parser._definitions.Values;
    }

    private void ParseAll()
    {
        var nodes = new List<Node>();
        while (Peek.Kind != TokenKind.End)
        {
            if (Peek.Kind == TokenKind.LeftDelimiter && IsDefinition())
            {
                ParseDefinition();
                continue;
            }

            nodes.Add(ParsePart(out var end) ?? throw Fail("unexpected " + Shown(end)));
        }

        Define(_source.Name, new ListNode(0, nodes));
    }

    private bool IsDefinition()
    {
        var at = _at + 1;
        while (_tokens[at].Kind == TokenKind.Space)
        {
            at++;
        }

        return _tokens[at].Is("define");
    }

    private void ParseDefinition()
    {
        const string Context = "define clause";
        NextWord();
        NextWord();
        var name = NextWord();
        if (name.Kind is not (TokenKind.Quoted or TokenKind.RawQuoted))
        {
            throw Unexpected(name, Context);
        }

        Expect(TokenKind.RightDelimiter, Context);
        Define(Unquote(name.Text), ParseOwn(Context));
    }

    /// <summary>A body with variables of its own, to its end.</summary>
    private ListNode ParseOwn(string context)
    {
        var (variables, rangeDepth) = (_variables, _rangeDepth);
        (_variables, _rangeDepth) = (["$"], 0);
        var body = ParseList(out var end);
        (_variables, _rangeDepth) = (variables, rangeDepth);
        return end == Ending.End ? body : throw Fail($"unexpected {Shown(end)} in {context}");
    }

    private void Define(string name, ListNode body)
    {
        var definition = new TemplateDefinition(name, _source, body);
        if (!_definitions.TryGetValue(name, out var known) || known.IsEmpty)
        {
            _definitions[name] = definition;
        }
        else if (!definition.IsEmpty)
        {
            throw Fail($"template: multiple definition of template {GoQuote.Quote(name)}");
        }
    }

    private enum Ending
    {
        None,
        End,
        Else,
    }

    private static string Shown(Ending end) => end == Ending.End ? "{{end}}" : "{{else}}";

    private ListNode ParseList(out Ending end)
    {
        if (++_depth > MaxDepth)
        {
            throw Fail("actions are nested too deeply");
        }

        var start = PeekWord().Position;
        var nodes = new List<Node>();
        while (PeekWord().Kind != TokenKind.End)
        {
            if (ParsePart(out end) is not { } node)
            {
                _depth--;
                return new ListNode(start, nodes);
            }

            nodes.Add(node);
        }

        throw Fail("unexpected EOF");
    }

    /// <summary>Text or an action; null at the end of a list.</summary>
    private Node? ParsePart(out Ending end)
    {
        end = Ending.None;
        var token = NextWord();
        if (token.Kind == TokenKind.Text)
        {
            return new TextNode(token.Position, token.Text);
        }

        if (token.Kind != TokenKind.LeftDelimiter)
        {
            throw Unexpected(token, "input");
        }

        _actionLine = token.Line;
        var node = ParseAction(out end);
        _actionLine = 0;
        return node;
    }

    private Node? ParseAction(out Ending end)
    {
        end = Ending.None;
        var word = PeekWord();
        if (word.Kind != TokenKind.Keyword)
        {
            return new ActionNode(word.Position, ParsePipe("command", TokenKind.RightDelimiter));
        }

        NextWord();
        switch (word.Text)
        {
            case "if":
                return ParseBranch(BranchKind.If);
            case "with":
                return ParseBranch(BranchKind.With);
            case "range":
                return ParseBranch(BranchKind.Range);
            case "template":
                return ParseCall(word);
            case "block":
                return ParseBlock(word);
            case "break":
                return ParseJump(word, new BreakNode(word.Position));
            case "continue":
                return ParseJump(word, new ContinueNode(word.Position));
            case "end":
                Expect(TokenKind.RightDelimiter, "end");
                end = Ending.End;
                return null;
            case "else":
                end = Ending.Else;
                if (!PeekWord().Is("if") && !PeekWord().Is("with"))
                {
                    Expect(TokenKind.RightDelimiter, "else");
                }

                return null;
            default:
                throw Unexpected(word, "command");
        }
    }

    private Node ParseJump(Token word, Node node)
    {
        if (NextWord() is { Kind: not TokenKind.RightDelimiter } token)
        {
            throw Unexpected(token, $"{{{{{word.Text}}}}}");
        }

        return _rangeDepth > 0 ? node : throw Fail($"{{{{{word.Text}}}}} outside {{{{range}}}}");
    }

    private BranchNode ParseBranch(BranchKind kind)
    {
        var known = _variables.Count;
        var pipe = ParsePipe(kind switch { BranchKind.If => "if", BranchKind.With => "with", _ => "range" }, TokenKind.RightDelimiter);
        _rangeDepth += kind == BranchKind.Range ? 1 : 0;
        var body = ParseList(out var end);
        _rangeDepth -= kind == BranchKind.Range ? 1 : 0;
        var otherwise = end == Ending.Else ? ParseElse(kind) : null;
        _variables.RemoveRange(known, _variables.Count - known);
        return new BranchNode(pipe.Position, kind, pipe, body, otherwise);
    }

    private ListNode ParseElse(BranchKind kind)
    {
        // As if the second one stood in the first one's "else": its end is the end of both.
        var next = PeekWord();
        if ((kind == BranchKind.If && next.Is("if")) || (kind == BranchKind.With && next.Is("with")))
        {
            NextWord();
            if (++_depth > MaxDepth)
            {
                throw Fail("actions are nested too deeply");
            }

            var inner = ParseBranch(kind);
            _depth--;
            return new ListNode(next.Position, [inner]);
        }

        var body = ParseList(out var end);
        return end == Ending.End ? body : throw Fail("expected end; found " + Shown(end));
    }

    private CallNode ParseCall(Token word)
    {
        const string Context = "template clause";
        var name = ParseName(Context, out var token);
        if (PeekWord().Kind == TokenKind.RightDelimiter)
        {
            NextWord();
            return new CallNode(token.Position, name, null);
        }

        return new CallNode(token.Position, name, ParsePipe(Context, TokenKind.RightDelimiter));
    }

    /// <summary>A definition that is called where it stands.</summary>
    private CallNode ParseBlock(Token word)
    {
        const string Context = "block clause";
        var name = ParseName(Context, out var token);
        var pipe = ParsePipe(Context, TokenKind.RightDelimiter);
        Define(name, ParseOwn(Context));
        return new CallNode(token.Position, name, pipe);
    }

    private string ParseName(string context, out Token token)
    {
        token = NextWord();
        return token.Kind is TokenKind.Quoted or TokenKind.RawQuoted ? Unquote(token.Text) : throw Unexpected(token, context);
    }
}
