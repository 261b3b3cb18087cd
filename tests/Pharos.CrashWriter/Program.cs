using System.Globalization;
using Pharos.CrashWriter;

// Writes into a data directory until it is killed, and says on its output what was acknowledged:
//   Pharos.CrashWriter DIRECTORY FIRST-BATCH [STEP [KIND]]
// With a STEP other than 0 it kills itself when the store has done that many durable steps. The KIND is "database", "short" for one that makes room
// whenever it can while it reads its log, "snapshots" for one that is closed with a snapshot of the head and opened again and again, or "agent".
var directory = args[0];
var firstBatch = int.Parse(args[1], CultureInfo.InvariantCulture);
var step = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 0;
CrashingWriter.Run(directory, firstBatch, step, args.Length > 3 ? args[3] : "database");
