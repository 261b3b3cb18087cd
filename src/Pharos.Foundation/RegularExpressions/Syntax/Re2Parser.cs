namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>
/// Parses patterns as Go's <c>regexp/syntax</c> does with its Perl flags. Open groups are kept on a stack of its own, so nesting does not
/// cost the thread's stack.
/// </summary>
internal sealed class Re2Parser
{
    private readonly PatternCursor _cursor;
    private readonly Stack<OpenGroup> _enclosing = new();
    private readonly List<string> _groupNames = [""];
    private OpenGroup _group;
    private Re2Options _options;
    private long _classRanges;

    private Re2Parser(byte[] pattern, Re2Options options)
    {
        _cursor = new PatternCursor(pattern);
        _options = options;
        _group = new OpenGroup(0, options);
    }

    /// <exception cref="Re2SyntaxException">The pattern is not one that RE2 accepts.</exception>
    public static Re2Syntax Parse(byte[] pattern, Re2Options options)
    {
        var parser = new Re2Parser(pattern, options);
        return new Re2Syntax(parser.ParseAll(), parser._groupNames);
    }

    private bool IgnoresCase => _options.HasFlag(Re2Options.IgnoreCase);

    private Re2Node ParseAll()
    {
        // Where the operator began that ended just here: one may not follow another.
        var lastRepeat = -1;
        while (!_cursor.AtEnd)
        {
            var start = _cursor.Position;
            if (_cursor.Current is (byte)'*' or (byte)'+' or (byte)'?' or (byte)'{' && Repetition.TryTake(_cursor) is { } repetition)
            {
                Repeat(repetition, start, lastRepeat);
                lastRepeat = start;
                continue;
            }

            ParseItem();
            lastRepeat = -1;
        }

        var root = _group.Build();
        if (_enclosing.Count > 0)
        {
            throw _cursor.ErrorToEnd(Re2Errors.MissingParen, 0);
        }

        return Checked(root);
    }

    private void ParseItem()
    {
        switch (_cursor.Current)
        {
            case (byte)'(':
                OpenOrSetFlags();
                break;
            case (byte)')':
                Close();
                break;
            case (byte)'|':
                _cursor.Position++;
                _group.NextBranch();
                break;
            case (byte)'^':
                _cursor.Position++;
                Assert(_options.HasFlag(Re2Options.MultiLine) ? Assertion.BeginLine : Assertion.BeginText);
                break;
            case (byte)'$':
                _cursor.Position++;
                Assert(_options.HasFlag(Re2Options.MultiLine) ? Assertion.EndLine : Assertion.EndText);
                break;
            case (byte)'.':
                _cursor.Position++;
                AddClass(_options.HasFlag(Re2Options.DotMatchesNewline) ? RuneSet.All : RuneSet.AllButNewline);
                break;
            case (byte)'[':
                AddClass(ClassParser.Take(_cursor, IgnoresCase));
                break;
            case (byte)'\\':
                ParseEscape();
                break;
            default:
                _group.Sequence.AddRune(_cursor.TakeRune(), IgnoresCase);
                break;
        }
    }

    private void ParseEscape()
    {
        var assertion = _cursor.Peek(1) switch
        {
            (byte)'A' => Assertion.BeginText,
            (byte)'z' => Assertion.EndText,
            (byte)'b' => Assertion.WordBoundary,
            (byte)'B' => Assertion.NotWordBoundary,
            _ => Assertion.None,
        };
        if (assertion != Assertion.None)
        {
            _cursor.Position += 2;
            Assert(assertion);
        }
        else if (_cursor.Peek(1) == 'Q')
        {
            ParseQuoted();
        }
        else if (EscapeParser.TryTakeClass(_cursor, IgnoresCase) is { } set)
        {
            AddClass(set);
        }
        else
        {
            _group.Sequence.AddRune(EscapeParser.TakeRune(_cursor), IgnoresCase);
        }
    }

    /// <summary>Everything between <c>\Q</c> and <c>\E</c>, or the end, is text.</summary>
    private void ParseQuoted()
    {
        _cursor.Position += 2;
        var length = _cursor.Rest.IndexOf("\\E"u8);
        var end = _cursor.Position + (length < 0 ? _cursor.Rest.Length : length);
        _cursor.CheckUtf8(_cursor.Position, end);
        while (_cursor.Position < end)
        {
            _group.Sequence.AddRune(_cursor.TakeRune(), IgnoresCase);
        }

        if (length >= 0)
        {
            _cursor.Position += 2;
        }
    }

    private void OpenOrSetFlags()
    {
        var outer = _options;
        if (!_cursor.At("(?"u8))
        {
            _cursor.Position++;
            Open("", outer);
        }
        else if (GroupParser.TryTakeName(_cursor) is { } name)
        {
            Open(name, outer);
        }
        else if (GroupParser.TakeFlags(_cursor, ref _options))
        {
            Open(null, outer);
        }
    }

    /// <param name="name">The group's name, empty for one without, null for a group that captures nothing.</param>
    /// <param name="outer">The flags that are in force again behind the group.</param>
    private void Open(string? name, Re2Options outer)
    {
        _enclosing.Push(_group);
        var capture = 0;
        if (name is not null)
        {
            capture = _groupNames.Count;
            _groupNames.Add(name);
        }

        _group = new OpenGroup(capture, outer);
    }

    private void Close()
    {
        var body = _group.Build();
        if (_enclosing.Count == 0)
        {
            throw _cursor.ErrorToEnd(Re2Errors.UnexpectedParen, 0);
        }

        _cursor.Position++;
        _options = _group.OuterOptions;
        var capture = _group.Capture;
        _group = _enclosing.Pop();
        _group.Sequence.Add(Checked(capture == 0 ? body : new CaptureNode(capture, body)));
    }

    private void Assert(Assertion assertion) => _group.Sequence.Add(new AssertionNode(assertion));

    private void AddClass(RuneSet set)
    {
        if (set.IsSingle(out var rune))
        {
            _group.Sequence.AddRune(rune, ignoreCase: false);
            return;
        }

        _classRanges += set.RangeCount;
        if (_classRanges > Re2Limits.ClassRanges)
        {
            throw _cursor.ErrorToEnd(Re2Errors.Large, 0);
        }

        _group.Sequence.Add(new ClassNode(set));
    }

    private void Repeat(Repetition repetition, int start, int lastRepeat)
    {
        var isGreedy = !_options.HasFlag(Re2Options.Ungreedy);
        if (_cursor.Take((byte)'?'))
        {
            isGreedy = !isGreedy;
        }

        if (lastRepeat >= 0)
        {
            throw _cursor.Error(Re2Errors.InvalidRepeatOp, lastRepeat);
        }

        if (_group.Sequence.IsEmpty)
        {
            throw _cursor.Error(Re2Errors.MissingRepeatArgument, start);
        }

        var body = _group.Sequence.TakeLast();
        var node = Checked(new RepeatNode(body, repetition.Min, repetition.Max, isGreedy, repetition.IsCounted));
        if (repetition.IsCounted && node.Copies > Re2Limits.Repeat)
        {
            throw _cursor.Error(Re2Errors.InvalidRepeatSize, start);
        }

        _group.Sequence.Add(node);
    }

    private Re2Node Checked(Re2Node node)
    {
        if (node.Size > Re2Limits.Size)
        {
            throw _cursor.ErrorToEnd(Re2Errors.Large, 0);
        }

        return node.Height > Re2Limits.Height ? throw _cursor.ErrorToEnd(Re2Errors.NestingDepth, 0) : node;
    }
}
