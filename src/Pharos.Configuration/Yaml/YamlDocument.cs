using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pharos.Configuration.Yaml;

/// <summary>Makes a tree of YAML text. Merge keys (<c>&lt;&lt;</c>) are resolved, keys that come twice are an error.</summary>
public static class YamlDocument
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Trees are read by recursion: this keeps it from reaching the end of the stack.</summary>
    private const int MostLevels = 100;

    /// <summary>Aliases of aliases make an enormous tree of few lines.</summary>
    private const int MostNodes = 10_000_000;

    /// <summary>Mappings that merge one another in a row grow with the square of their number.</summary>
    private const int MostMerged = 1_000_000;

    /// <summary>The first document of the text; null if there is none, or only comments. Throws <see cref="YamlException"/>.</summary>
    public static YamlNode? Parse(string text)
    {
        try
        {
            return new Composer(text).Compose();
        }
        catch (YamlDotNet.Core.YamlException error)
        {
            throw new YamlException(Reason(error), (int)error.Start.Line, (int)error.Start.Column);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // The parser complains so of what stands behind the end of a document, and of tags that are none.
            throw new YamlException($"this is no YAML: {error.Message.Split('\n')[0]}", 1, 1);
        }
    }

    private static string Reason(YamlDotNet.Core.YamlException error) => error.InnerException?.Message ?? error.Message;

    private sealed class Composer(string text)
    {
        private readonly Parser _parser = new(new StringReader(text));

        /// <summary>Nodes by their anchors; null while a node is still being read, which an alias inside it must not name.</summary>
        private readonly Dictionary<string, YamlNode?> _anchors = new(StringComparer.Ordinal);

        private long _merged;

        public YamlNode? Compose()
        {
            Next();
            return Next() is DocumentStart ? Node(Next(), level: 0) : null;
        }

        private ParsingEvent Next() =>
            _parser.MoveNext() ? _parser.Current! : throw new YamlException("unexpected end", (int)_parser.Current!.End.Line, (int)_parser.Current.End.Column);

        private YamlNode Node(ParsingEvent current, int level)
        {
            if (current is AnchorAlias alias)
            {
                return _anchors.TryGetValue(alias.Value.Value, out var known)
                    ? known ?? throw Error(current, $"alias {alias.Value.Value} stands inside of what it names")
                    : throw Error(current, $"alias {alias.Value.Value} names nothing before it");
            }

            if (level == MostLevels)
            {
                throw Error(current, $"nested more than {MostLevels} levels deep");
            }

            var anchor = current is NodeEvent { Anchor.IsEmpty: false } anchored ? anchored.Anchor.Value : null;
            if (anchor is not null)
            {
                _anchors[anchor] = null;
            }

            var node = current switch
            {
                Scalar scalar => ScalarNode(scalar),
                SequenceStart => SequenceNode(current, level),
                MappingStart => MappingNode(current, level),
                _ => throw Error(current, $"unexpected {current.GetType().Name}"),
            };
            if (node.Weight > MostNodes)
            {
                throw Error(current, $"aliases repeat so much here that there are more than {MostNodes} values");
            }

            if (anchor is not null)
            {
                _anchors[anchor] = node;
            }

            return node;
        }

        private static YamlNode ScalarNode(Scalar scalar)
        {
            if (!scalar.Tag.IsEmpty && scalar.Tag.Value == "tag:yaml.org,2002:binary")
            {
                return YamlNode.Scalar(Binary(scalar), isPlain: false, (int)scalar.Start.Line, (int)scalar.Start.Column);
            }

            var isPlain = scalar.Style == ScalarStyle.Plain && (scalar.Tag.IsEmpty || scalar.Tag.Value != "tag:yaml.org,2002:str");
            return YamlNode.Scalar(scalar.Value, isPlain, (int)scalar.Start.Line, (int)scalar.Start.Column);
        }

        private static string Binary(Scalar scalar)
        {
            try
            {
                return Strict.GetString(Convert.FromBase64String(scalar.Value));
            }
            catch (Exception error) when (error is FormatException or DecoderFallbackException)
            {
                throw Error(scalar, "a binary value must be a text in UTF-8, encoded as base64");
            }
        }

        private YamlNode SequenceNode(ParsingEvent start, int level)
        {
            var items = new List<YamlNode>();
            for (var current = Next(); current is not SequenceEnd; current = Next())
            {
                items.Add(Node(current, level + 1));
            }

            return YamlNode.Sequence(items, (int)start.Start.Line, (int)start.Start.Column);
        }

        private YamlNode MappingNode(ParsingEvent start, int level)
        {
            var entries = new List<YamlEntry>();
            var keys = new HashSet<string>(StringComparer.Ordinal);
            List<YamlNode> merged = [];
            for (var current = Next(); current is not MappingEnd; current = Next())
            {
                var key = Node(current, level + 1);
                if (key.Kind != YamlKind.Scalar)
                {
                    throw Error(current, "a key must be a text");
                }

                var value = Node(Next(), level + 1);
                if (key is { Text: "<<", IsPlain: true })
                {
                    merged.AddRange(value.Kind == YamlKind.Sequence ? value.Items : [value]);
                }
                else if (keys.Add(key.Text))
                {
                    entries.Add(new YamlEntry(key, value));
                }
                else
                {
                    throw Error(current, $"key \"{key.Text}\" is already set in this mapping");
                }
            }

            // What the mapping says itself goes before what it merges, and of that the first.
            foreach (var source in merged)
            {
                if (source.Kind != YamlKind.Mapping)
                {
                    throw new YamlException("only mappings can be merged", source.Line, source.Column);
                }

                _merged += source.Entries.Count;
                if (_merged > MostMerged)
                {
                    throw Error(start, $"more than {MostMerged} keys are merged");
                }

                entries.AddRange(source.Entries.Where(entry => keys.Add(entry.Key.Text)));
            }

            return YamlNode.Mapping(entries, (int)start.Start.Line, (int)start.Start.Column);
        }

        private static YamlException Error(ParsingEvent at, string reason) => new(reason, (int)at.Start.Line, (int)at.Start.Column);
    }
}
