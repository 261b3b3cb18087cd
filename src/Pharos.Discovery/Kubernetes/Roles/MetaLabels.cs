using System.Text;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Discovery.Targets;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>
/// Labels made of the labels and annotations of objects of one kind: for each its value, and one which says that it is there, since a value may
/// be empty. Not safe for concurrent use.
/// </summary>
/// <param name="kind">As it stands in the names of labels: <c>pod</c>.</param>
internal sealed class MetaLabels(string kind)
{
    public const string Prefix = "__meta_kubernetes_";

    private readonly NameCache _labels = new($"{Prefix}{kind}_label");
    private readonly NameCache _annotations = new($"{Prefix}{kind}_annotation");
    private readonly byte[] _name = Encoding.UTF8.GetBytes($"{Prefix}{kind}_name");

    public void WriteWithName(LabelWriter labels, ObjectMeta meta)
    {
        labels.Set(_name, meta.Name);
        Write(labels, meta);
    }

    public void Write(LabelWriter labels, ObjectMeta meta)
    {
        _labels.Write(labels, meta.Labels);
        _annotations.Write(labels, meta.Annotations);
    }

    /// <summary>The names that were made of keys: there are few keys, and each comes with every object.</summary>
    internal sealed class NameCache(string stem, string presence = "present_")
    {
        private const int MostNames = 4096;

        private readonly Dictionary<string, (byte[] Value, byte[] Presence)> _names = new(StringComparer.Ordinal);

        public void Write(LabelWriter labels, ItemList<MetaEntry> entries)
        {
            foreach (var (key, value) in entries)
            {
                var (name, present) = Names(key);
                labels.Set(name, value).Set(present, true);
            }
        }

        private (byte[] Value, byte[] Presence) Names(string key)
        {
            if (!_names.TryGetValue(key, out var names))
            {
                var part = TargetLabels.Sanitize(key);
                names = (Encoding.UTF8.GetBytes($"{stem}_{part}"), Encoding.UTF8.GetBytes($"{stem}{presence}{part}"));
                if (_names.Count >= MostNames)
                {
                    // Of keys that are never the same, nothing is gained by remembering them.
                    _names.Clear();
                }

                _names.Add(key, names);
            }

            return names;
        }
    }
}
