using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;
using Pharos.Model;

namespace Pharos.Discovery.Aws;

/// <summary>Asks for all pages of instances, and once for the ids of zones, which are the same in all accounts.</summary>
internal sealed class Ec2Discoverer(Ec2DiscoveryOptions options, DiscoveryServices services)
    : AwsDiscoverer(options.Mechanism, "ec2", options.Access, options.Http, options.RefreshInterval, services)
{
    internal const string ApiVersion = "2016-11-15";

    private Dictionary<string, string>? _zoneIds;

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var region = await RegionAsync(cancel);
        _zoneIds ??= await ZoneIdsAsync(region, cancel);
        var targets = new List<Labels>();
        var page = "";
        do
        {
            var answer = await Api.QueryAsync(region, ApiVersion, "DescribeInstances", [.. Filters(), .. page.Length > 0 ? [new KeyValuePair<string, string>("NextToken", page)] : Array.Empty<KeyValuePair<string, string>>()], cancel);
            var instances = answer.Items("reservationSet").SelectMany(static reservation => reservation.Items("instancesSet").Select(instance => (Owner: reservation.Text("ownerId"), Instance: instance)));
            targets.AddRange(instances.Select(one => Ec2Targets.Target(one.Instance, one.Owner, region, options.Port, _zoneIds ?? [])).OfType<Labels>());

            // The same page again would lead round in circles.
            var next = answer.Text("nextToken");
            page = next == page ? "" : next;
        }
        while (page.Length > 0);
        return OneGroup(region, targets);
    }

    /// <summary>Null if they may not be asked for, which costs a label only.</summary>
    private async Task<Dictionary<string, string>?> ZoneIdsAsync(string region, CancellationToken cancel)
    {
        try
        {
            var zones = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var zone in (await Api.QueryAsync(region, ApiVersion, "DescribeAvailabilityZones", [], cancel)).Items("availabilityZoneInfo"))
            {
                zones[zone.Text("zoneName")] = zone.Text("zoneId");
            }

            return zones;
        }
        catch (HttpRequestException error)
        {
            Services.Log.Debug("Unable to describe availability zones", [("err", error.Message)]);
            return null;
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Filters()
    {
        for (var i = 0; i < options.Filters.Count; i++)
        {
            yield return new($"Filter.{i + 1}.Name", options.Filters[i].Name);
            for (var j = 0; j < options.Filters[i].Values.Count; j++)
            {
                yield return new($"Filter.{i + 1}.Value.{j + 1}", options.Filters[i].Values[j]);
            }
        }
    }
}
