using Pharos.Tsdb.Bench;

return args switch
{
    ["head", .. var rest] => HeadLoad.Run(rest),
    ["store", .. var rest] => StoreRun.Run(rest),
    ["load", .. var rest] => StoreLoad.Run(rest),
    ["replay", .. var rest] => StoreReplay.Run(rest),
    ["peer", .. var rest] => Peer.Run(rest),
    ["fill", .. var rest] => BlockFill.Run(rest),
    ["compact", .. var rest] => StoreCompaction.Run(rest),
    ["postings", .. var rest] => PostingsQueries.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: Pharos.Tsdb.Bench head [SERIES] [SCRAPES] [nowal]      a head alone
               Pharos.Tsdb.Bench store DIRECTORY [SERIES] [PROMETHEUS]  all of the following, each in a process of its own
               Pharos.Tsdb.Bench load DIRECTORY [SERIES]              hours of scrapes with churn, a block cut, a kill
               Pharos.Tsdb.Bench replay DIRECTORY                     what the kill left
               Pharos.Tsdb.Bench peer DIRECTORY PROMETHEUS [BLOCKS]   the same by Prometheus, until there are so many blocks
               Pharos.Tsdb.Bench fill DIRECTORY [SERIES]              four blocks of two hours
               Pharos.Tsdb.Bench compact DIRECTORY                    three of them into one
               Pharos.Tsdb.Bench postings [SERIES]                    matchers over a head
        """);
    return 1;
}
