using Pharos.Foundation.RegularExpressions.Automata;

namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>The general test: texts that lack the bytes every match has are rejected before the automaton looks at them.</summary>
internal sealed class EngineTest(RegexEngine engine, LiteralFacts facts) : TextTest
{
    public override bool IsMatch(ReadOnlySpan<byte> text) => facts.Admit(text) && engine.IsMatch(text);
}
