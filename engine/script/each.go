package script

import "context"

// Batcher is a host that runs many short pipelines faster than one by one: in
// the page a message to the Worker and back takes longer than a rule runs.
type Batcher interface {
	// RunEach runs lists of jobs, each list in a container of its own, and
	// returns the verdict of the last job of each.
	RunEach(ctx context.Context, program Program, lists [][]Job) ([]Verdict, error)
}

// RunEach runs lists of jobs in any host.
func RunEach(ctx context.Context, sandbox Sandbox, program Program, lists [][]Job) ([]Verdict, error) {
	if b, ok := sandbox.(Batcher); ok {
		return b.RunEach(ctx, program, lists)
	}
	verdicts := make([]Verdict, len(lists))
	for i, jobs := range lists {
		c, err := sandbox.Open(ctx, program)
		if err != nil {
			return nil, err
		}
		for _, job := range jobs {
			if verdicts[i], err = c.Run(ctx, job); err != nil {
				c.Close()
				return nil, err
			}
		}
		c.Close()
	}
	return verdicts, nil
}
