using Pharos.Model;
using Pharos.Model.Relabeling;

namespace Pharos.Rules.Notifying;

/// <summary>What is done to the labels of alerts before they are sent. Not safe for concurrent use.</summary>
/// <param name="added">Labels that alerts get which have none of that name.</param>
/// <param name="rules">What then changes labels or drops alerts.</param>
internal sealed class NotificationRules(Labels added, RelabelRules rules)
{
    private readonly Relabeler _relabeler = new();
    private readonly LabelsBuilder _labels = new();

    public IReadOnlyList<Notification> Apply(IReadOnlyList<Notification> notifications)
    {
        if (added.IsEmpty && rules.IsEmpty)
        {
            return notifications;
        }

        var kept = new List<Notification>(notifications.Count);
        foreach (var notification in notifications)
        {
            var own = notification.Labels.View;
            _labels.Reset(own);
            foreach (var label in added.View)
            {
                if (!own.Contains(label.Name))
                {
                    _labels.Set(label.Name, label.Value);
                }
            }

            if (_relabeler.Apply(rules, _labels))
            {
                kept.Add(notification with { Labels = _labels.ToLabels() });
            }
        }

        return kept;
    }
}
