using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.RegularExpressions;
using Pharos.Model;

namespace Pharos.Formats.RemoteRead;

/// <summary>The forms of answers.</summary>
public enum ReadResponseType
{
    /// <summary>All samples in one message.</summary>
    Samples = 0,

    /// <summary>Chunks as they are stored, frame by frame.</summary>
    StreamedXorChunks = 1,
}

/// <summary>What another server asks for.</summary>
/// <param name="AcceptedTypes">In the order in which they are liked; numbers that mean nothing here among them. Empty for samples.</param>
public sealed record ReadRequest(IReadOnlyList<ReadQuery> Queries, IReadOnlyList<long> AcceptedTypes)
{
    private const int QueryField = 1;
    private const int AcceptedTypeField = 2;

    /// <exception cref="ProtoException">It is no such message.</exception>
    /// <exception cref="Re2SyntaxException">The regular expression of a matcher is none.</exception>
    public static ReadRequest Read(ReadOnlySpan<byte> message)
    {
        var (queries, types) = (new List<ReadQuery>(), new List<long>());
        var reader = new ProtoReader(message);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case QueryField:
                    queries.Add(ReadQuery.Read(reader.ReadMessage()));
                    break;
                case AcceptedTypeField when reader.WireType == ProtoWireType.Bytes:
                    for (var packed = reader.ReadMessage(); !packed.IsAtEnd;)
                    {
                        types.Add((long)packed.TakeVarInt());
                    }

                    break;
                case AcceptedTypeField:
                    types.Add((long)reader.ReadVarInt());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new ReadRequest(queries, types);
    }
}

/// <summary>Series and the range of time, both ends included, that their samples are wanted of.</summary>
/// <param name="Hints">What they are wanted for; null if that was not said.</param>
public sealed record ReadQuery(long StartMs, long EndMs, IReadOnlyList<Matcher> Matchers, ReadHints? Hints)
{
    private const int StartField = 1;
    private const int EndField = 2;
    private const int MatcherField = 3;
    private const int HintsField = 4;
    private const int MatcherTypeField = 1;
    private const int MatcherNameField = 2;
    private const int MatcherValueField = 3;

    internal static ReadQuery Read(ProtoReader message)
    {
        var (start, end, matchers, hints) = (0L, 0L, new List<Matcher>(), default(ReadHints));
        while (message.MoveNext())
        {
            switch (message.Field)
            {
                case StartField: start = (long)message.ReadVarInt(); break;
                case EndField: end = (long)message.ReadVarInt(); break;
                case MatcherField: matchers.Add(ReadMatcher(message.ReadMessage())); break;
                case HintsField: hints = ReadHints.Read(message.ReadMessage()); break;
                default: message.Skip(); break;
            }
        }

        return new ReadQuery(start, end, matchers, hints);
    }

    private static Matcher ReadMatcher(ProtoReader message)
    {
        var (type, typeAt) = (0ul, message.Position);
        ReadOnlySpan<byte> name = default, value = default;
        while (message.MoveNext())
        {
            switch (message.Field)
            {
                case MatcherTypeField: (typeAt, type) = (message.Position, message.ReadVarInt()); break;
                case MatcherNameField: name = message.ReadBytes(); break;
                case MatcherValueField: value = message.ReadBytes(); break;
                default: message.Skip(); break;
            }
        }

        return new Matcher(
            type switch
            {
                0 => Model.MatchType.Equal,
                1 => Model.MatchType.NotEqual,
                2 => Model.MatchType.Regex,
                3 => Model.MatchType.NotRegex,
                _ => throw new ProtoException($"expected the type of a matcher, from 0 to 3, found {type}", typeAt),
            },
            name,
            value);
    }
}

/// <summary>What samples are wanted for, as a querier says it; see the store's own hints for what each means.</summary>
public sealed record ReadHints(long StepMs, string Function, long StartMs, long EndMs, IReadOnlyList<string> Grouping, bool By, long RangeMs)
{
    internal static ReadHints Read(ProtoReader message)
    {
        var hints = new ReadHints(0, "", 0, 0, [], By: false, 0);
        var grouping = new List<string>();
        while (message.MoveNext())
        {
            switch (message.Field)
            {
                case 1: hints = hints with { StepMs = (long)message.ReadVarInt() }; break;
                case 2: hints = hints with { Function = Encoding.UTF8.GetString(message.ReadBytes()) }; break;
                case 3: hints = hints with { StartMs = (long)message.ReadVarInt() }; break;
                case 4: hints = hints with { EndMs = (long)message.ReadVarInt() }; break;
                case 5: grouping.Add(Encoding.UTF8.GetString(message.ReadBytes())); break;
                case 6: hints = hints with { By = message.ReadVarInt() != 0 }; break;
                case 7: hints = hints with { RangeMs = (long)message.ReadVarInt() }; break;
                default: message.Skip(); break;
            }
        }

        return hints with { Grouping = grouping };
    }
}
