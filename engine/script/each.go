package script

import "context"

// EncodedJob is a job with the text that [EncodeJob] makes of it.
type EncodedJob struct {
	Job  Job
	Text string
}

// Batcher is a host that runs many short pipelines faster than one by one: in
// the page a message to the Worker and back takes longer than a rule runs.
type Batcher interface {
	// RunEach begins to run lists of jobs, each list in a container of its own.
	// What it returns waits for the verdict of the last job of each.
	RunEach(ctx context.Context, program Program, lists [][]*EncodedJob) func() ([]Verdict, error)
}

// RunEach begins to run lists of jobs in any host, and returns how to wait for
// the verdicts. A host that is no [Batcher] runs them when they are waited for.
func RunEach(ctx context.Context, sandbox Sandbox, program Program, lists [][]*EncodedJob) func() ([]Verdict, error) {
	if b, ok := sandbox.(Batcher); ok {
		return b.RunEach(ctx, program, lists)
	}
	return func() ([]Verdict, error) {
		verdicts := make([]Verdict, len(lists))
		for i, jobs := range lists {
			var err error
			if verdicts[i], err = runList(ctx, sandbox, program, jobs); err != nil {
				return nil, err
			}
		}
		return verdicts, nil
	}
}

// runList runs jobs in a container of their own and returns the last verdict.
func runList(ctx context.Context, sandbox Sandbox, program Program, jobs []*EncodedJob) (last Verdict, err error) {
	c, err := sandbox.Open(ctx, program)
	if err != nil {
		return last, err
	}
	defer c.Close()
	for _, job := range jobs {
		if last, err = c.Run(ctx, job.Job); err != nil {
			return last, err
		}
	}
	return last, nil
}
