namespace Pharos.PromQL.Syntax.Lexing;

/// <summary>The values of a series description, and histograms among them.</summary>
internal ref partial struct Lexer
{
    private enum HistogramPlace : byte
    {
        None,

        /// <summary>Between <c>{{</c> and <c>}}</c>.</summary>
        Inside,

        /// <summary>Directly behind <c>}}</c>, where one of <c>x + -</c> follows.</summary>
        Behind,
    }

    private TokenKind? ScanSeriesValues()
    {
        if (_at == _text.Length)
        {
            return ScanExpression();
        }

        var current = _text[_at];
        switch (current)
        {
            case (byte)'{' when PeekAt(_at + 1) == '{': _histogram = HistogramPlace.Inside; return Take(TokenKind.OpenHistogram, 2);
            case (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r': return Take(TokenKind.Space);
            case (byte)'+': return Take(TokenKind.Add);
            case (byte)'-': return Take(TokenKind.Subtract);
            case (byte)'x': return Take(TokenKind.Times);
            case (byte)'_': return Take(TokenKind.Blank);
        }

        if (Bytes.IsDigit(current) || (current == '.' && Bytes.IsDigit(PeekAt(_at + 1))))
        {
            return TryPassNumber() ? TokenKind.Number : FailWithText("bad number syntax: ");
        }

        return Bytes.IsLetter(current) ? ScanWord() : FailAtCharacter("unexpected character in series sequence: ");
    }

    private TokenKind? ScanHistogram()
    {
        if (_histogram == HistogramPlace.Behind)
        {
            _histogram = HistogramPlace.None;
            _place = Place.SeriesValues;
            return Take(_text[_at] switch
            {
                (byte)'x' => TokenKind.Times,
                (byte)'+' => TokenKind.Add,
                _ => TokenKind.Subtract,
            });
        }

        var current = PeekAt(_at);
        if (_inBrackets)
        {
            return ScanBuckets(current);
        }

        switch (current)
        {
            case ' ' or '\t' or '\n' or '\r': return Take(TokenKind.Space);
            case ':': return Take(TokenKind.Colon);
            case '-': return Take(TokenKind.Subtract);
            case '[': _inBrackets = true; return Take(TokenKind.LeftBracket);
            case '}' when PeekAt(_at + 1) == '}':
                _histogram = PeekAt(_at + 2) is 'x' or '+' or '-' ? HistogramPlace.Behind : HistogramPlace.None;
                _place = Place.SeriesValues;
                return Take(TokenKind.CloseHistogram, 2);
        }

        if (Bytes.IsDigit(current))
        {
            return ScanPlainNumber();
        }

        return Bytes.IsLetter(current) ? ScanHistogramWord() : FailAtCharacter("histogram description incomplete unexpected: ");
    }

    private TokenKind ScanHistogramWord()
    {
        while (Bytes.IsLetter(PeekAt(_at)))
        {
            _at++;
        }

        var kind = Words.Histogram(_text[_start.._at]);
        if (kind is >= TokenKind.SumField and <= TokenKind.CounterResetHintField && PeekAt(_at) != ':')
        {
            return Fail("missing `:` for histogram descriptor");
        }

        return kind == TokenKind.Error ? FailWithText("bad histogram descriptor found: ") : kind;
    }

    private TokenKind? ScanBuckets(int current)
    {
        switch (current)
        {
            case ' ' or '\t' or '\n' or '\r': _at++; return TokenKind.Space;
            case '-': _place = Place.BucketNumber; return Take(TokenKind.Subtract);
            case ']': _inBrackets = false; return Take(TokenKind.RightBracket);
        }

        if (Bytes.IsDigit(current))
        {
            return ScanPlainNumber();
        }

        if (!Bytes.IsLetter(current))
        {
            return FailAtCharacter("invalid character in buckets description: ");
        }

        // Letters that make no word stay a part of the token that follows, which then is none.
        _at++;
        return Words.Histogram(_text[_start.._at]) == TokenKind.Number ? TokenKind.Number : null;
    }
}
